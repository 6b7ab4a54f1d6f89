/** A client without a screen that writes to itself until it is killed: `home joinLine run most`. Says what is stored, and when nothing waits. */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {parseAddress} from '../../protocol/address.ts';
import {directConversation, userName} from '../../protocol/names.ts';
import {isRefusal, type Refusal} from '../../protocol/refusals.ts';
import {systemClock} from '../../lib/clock.ts';
import {serverFolder} from '../../source/link/client-folder.ts';
import {Link} from '../../source/link/link.ts';

const [home = '', joinLine = '', run = '', most = ''] = process.argv.slice(2);
const address = parseAddress(joinLine)!;
const alice = userName('alice')!;
const conversation = directConversation(alice, alice);
const outbox = path.join(serverFolder(home, address), 'alice', 'outbox.json');
let sent = 0;

function write(): void {
	if (sent === Number(most)) {
		if (waiting() === 0) process.stdout.write('nothing waits\n');
		return;
	}

	const text = `${run}.${++sent}`;
	link.send({id: `alicedevice.${text}`, conversation, text, at: Date.now()});
}

function waiting(): number {
	return (JSON.parse(readFileSync(outbox, 'utf8')) as {entries: unknown[]}).entries.length;
}

const refusals: Refusal[] = [];
const link = new Link({
	home,
	clock: {...systemClock, random: () => 0},
	dispatch(event) {
		if (event.type === 'signInFailed' && isRefusal(event.problem)) refusals.push(event.problem);
		if (event.type === 'stored') process.stdout.write(`stored ${event.id}\n`);
		if (event.type === 'notSent') process.stdout.write(`not sent ${event.entry.id}\n`);
	},
});
await link.signIn({kind: 'resume', address, user: alice});
const password = process.env['CHAT_TUI_PASSWORD'] ?? '';
if (refusals.length > 0) await link.signIn({kind: 'signUp', address, user: alice, password});
setInterval(write, 2);
