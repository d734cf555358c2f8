/**
 * Deliveries about what surrounds changes: the repository's label registry and our own installation. Of a
 * renamed label the old name is told, because that is the one now missing.
 */
import { plainText, recordAt, recordOrNullAt, textAt, textOrNullAt } from '../shape.ts';
import { nothing } from './told.ts';
import type { Delivered, Told } from './told.ts';

export function labelTold({ payload, action }: Delivered): Told {
  if (action !== 'created' && action !== 'edited' && action !== 'deleted') {
    return nothing('this act on a label changes nothing of a change');
  }
  const changes = recordOrNullAt(payload, 'changes');
  const renamed = changes === null ? null : recordOrNullAt(changes, 'name');
  const before = renamed === null ? null : textOrNullAt(renamed, 'from');
  const label = plainText(before ?? textAt(recordAt(payload, 'label'), 'name'));
  return { fact: { kind: 'label_registry_changed', label }, at: null };
}

export function installationTold({ action }: Delivered): Told {
  switch (action) {
    case 'created':
    case 'deleted':
      return { fact: { kind: 'installation_changed', how: action }, at: null };
    case 'suspend':
      return { fact: { kind: 'installation_changed', how: 'suspended' }, at: null };
    case 'unsuspend':
      return { fact: { kind: 'installation_changed', how: 'unsuspended' }, at: null };
    default:
      return nothing('this act on the installation changes nothing of a change');
  }
}
