/*
 * What whoever puts the pages up may add to them. Without any of it they are a plain forge.
 */

/** An issue text, as the forge makes it from a form, that fills the form in again. */
export type Example = {
  /** The form's file name, such as `change.yml`. */
  readonly form: string;
  readonly title: string;
  readonly body: string;
};

export type PageSettings = {
  /** Told the time of the forge, since an example may name dates. */
  readonly examples?: (now: Date) => readonly Example[];
  /** Moves the clock of the whole play on. */
  readonly moveClock?: (hours: number) => void;
  /** Resolves when the app has answered what people did. */
  readonly answered?: () => Promise<void>;
};
