import { writeFileSync } from 'node:fs';
import { VECTOR_FILES } from './files.ts';

// Writes the vectors anew: `node test/vectors/write.ts`, then `npm run format`. The tests compare the files with their
// source, so no change goes unseen.
for (const [name, content] of Object.entries(VECTOR_FILES)) {
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(content, null, 2)}\n`);
}
