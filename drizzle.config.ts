// For `npx drizzle-kit generate --name <what>` (tables) and `--custom` (roles, policies, triggers).
// Files already released are never edited: src/store/migrate.ts refuses a database they were run on.
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/store/schema.ts',
    './src/store/schema-policy.ts',
    './src/store/schema-api.ts',
    './src/store/schema-time.ts',
    './src/store/schema-deploy.ts',
    './src/store/schema-past.ts',
    './src/store/schema-freezes.ts',
    './src/store/schema-unauthorised.ts',
  ],
  out: './migrations',
});
