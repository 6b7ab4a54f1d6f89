/** Runs servers on one record through faults and audits what is left: `npm run chaos -- [seed] [seconds]`. */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {chaos} from '../test/chaos/run.ts';

const [seed = Math.floor(Math.random() * 1e6), seconds = 120] = process.argv.slice(2).map(Number);
const say = (line: string) => process.stdout.write(`${line}\n`);
const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-chaos-'));
say(`seed ${seed}, ${seconds} s; again with: npm run chaos -- ${seed} ${seconds}`);
const {acknowledged, faults, problems, longestSilence, exits} = await chaos({seed, seconds, folder, say});
for (const line of [...exits, ...problems]) say(line);
say(
	`${acknowledged} messages acknowledged, ${faults} faults, longest silence ${Math.round(longestSilence)} ms, ${problems.length} problems`,
);
await rm(folder, {recursive: true, force: true});
process.exitCode = problems.length > 0 ? 1 : 0;
