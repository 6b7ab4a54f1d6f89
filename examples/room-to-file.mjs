/** Copies a room into a file, one line a message, from where the file ends. Usage: node examples/room-to-file.mjs HOST:PORT#fingerprint NAME '#build' FILE */
import {appendFile, readFile} from 'node:fs/promises';
import {clean, connect} from 'chat-tui';

const [server, user, room = '#build', file = 'room.log'] = process.argv.slice(2);
const written = await readFile(file, 'utf8').catch(() => '');
let last = Number(written.trimEnd().split('\n').at(-1)?.split('\t')[0]); // 0 for a new file

const chat = await connect({server, user});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => chat.close());
await chat.rooms.join(room);
const events = chat.events(); // first: what is said while the past is read is not missed

for await (const message of chat.history(room, {limit: 1000})) await write(message);
console.log(`copying ${room} to ${file}`);
for await (const event of events) {
	if (event.type === 'closed' && event.error) throw event.error;
	if (event.type === 'message' && event.conversation === room) await write(event);
}

async function write({sequence, at, from, text}) {
	if (sequence <= last) return;
	last = sequence;
	await appendFile(
		file,
		`${sequence}\t${at.toISOString()}\t${from}\t${clean(text).replaceAll('\n', ' ⏎ ')}\n`,
	);
}
