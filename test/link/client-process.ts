/** A process that uses a client's own files until it is killed: `home lock name` or `home write`. */
import {mkdir, rmdir} from 'node:fs/promises';
import path from 'node:path';
import {directConversation, userName} from '../../protocol/names.ts';
import {systemClock} from '../../lib/clock.ts';
import {takeLock} from '../../lib/lock.ts';
import {lockProfile} from '../../source/link/client-profile.ts';

const [home = '', task] = process.argv.slice(2);
const alice = userName('alice')!;
const say = (line: string) => process.stdout.write(line + '\n');

/** Queues messages for ever; says the id of each that is on disk. */
async function write(): Promise<never> {
	const {account, outbox} = await lockProfile(
		{home, address: {host: 'example.org', port: 1}, user: alice},
		systemClock,
	);
	const conversation = directConversation(alice, alice);
	for (let counter = 1; ; counter++) {
		const id = `${account.device}.start.${counter}`;
		await outbox.add({id, conversation, text: 'x'.repeat(counter % 500), at: counter});
		say(id);
		if (counter % 3 === 0) outbox.remove(`${account.device}.start.${counter - 1}`);
	}
}

/** Takes the lock again and again; says `both` if another process holds it at the same time. */
async function contend(): Promise<void> {
	const folder = path.join(home, 'held');
	for (let held = 0; held < 40;) {
		const lock = await takeLock(home, 'contended');
		if (!lock) continue;
		await mkdir(folder).catch(() => say('both'));
		await rmdir(folder).catch(() => say('both'));
		await lock.release();
		held++;
	}

	say('done');
}

await (task === 'write' ? write() : contend());
