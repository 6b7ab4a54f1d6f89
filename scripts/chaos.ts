/** Runs servers on one record through faults and audits what is left: `npm run chaos -- --seed 7 --hours 3`. */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {chaos} from '../test/chaos/run.ts';

const {values} = parseArgs({
	options: {seed: {type: 'string'}, minutes: {type: 'string'}, hours: {type: 'string'}},
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const minutes =
	60 * Number(values.hours ?? 0) + Number(values.minutes ?? (values.hours === undefined ? 2 : 0));
const say = (line: string) => process.stdout.write(`${line}\n`);
const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-chaos-'));
say(`seed ${seed}; again with: npm run chaos -- --seed ${seed} --minutes ${minutes}`);
const outcome = await chaos({seed, seconds: 60 * minutes, folder, say});
const {acknowledged, faults, problems, longestSilence, removed, exits} = outcome;
for (const line of [...exits, ...problems]) say(line);
say(
	`${acknowledged} messages acknowledged, ${removed} entries removed behind snapshots, ${faults} faults, longest silence ${Math.round(longestSilence)} ms, ${problems.length} problems`,
);
if (problems.length === 0) await rm(folder, {recursive: true, force: true});
else say(`seed ${seed}; the data folders are kept in ${folder}`);
process.exitCode = problems.length > 0 ? 1 : 0;
