/** Says what nothing uses: exported names, and reasons to refuse. Part of `npm run check`. */
import {unusedExports} from './unused/exports.ts';
import {unusedRefusals} from './unused/refusals.ts';

const problems = [...(await unusedExports()), ...(await unusedRefusals())];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
