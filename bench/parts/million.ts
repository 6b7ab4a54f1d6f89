/** Measures what a client waits for in a conversation of a million messages: pages, a search, and what has changed meanwhile. */
import {atMost, type Figure} from '../figure.ts';
import {dataFolder} from '../world/data-folder.ts';
import {pairOf} from '../world/people.ts';
import {Peer, type Answer} from '../world/peer.ts';
import {startRaisedServer} from '../world/server.ts';

const MESSAGES = 1_000_000;
const CHANGES = 10_000;
const TIMES = 9;
const conversation = pairOf(0);

export async function* million(): AsyncGenerator<Figure> {
	const server = await startRaisedServer(await dataFolder({people: 2, messages: MESSAGES, changes: CHANGES}));
	const peer = await Peer.start(server, 0);
	const page = async (more: object) => asked(peer, {type: 'history', conversation, limit: 200, ...more});
	const anywhere = () => ({before: 200 + Math.ceil(Math.random() * (MESSAGES - 200))});
	const how = `${MESSAGES.toLocaleString('en')} messages, median of ${TIMES}, until the reply is parsed`;
	yield atMost('the newest page', await timed(async () => page({})), ' ms', 50, how);
	yield atMost('a page from anywhere', await timed(async () => page(anywhere())), ' ms', 20, how);
	const word = await timed(async () => search(peer, 'people'));
	yield atMost('a search for a frequent word, to its first hits', word, ' ms', 500, how);
	const rare = await timed(async () => search(peer, `message ${MESSAGES / 2}`), 3);
	yield atMost(
		'a search for one message in the middle',
		rare,
		' ms',
		500,
		'one request after the other, median of 3',
	);
	const changes = await timed(async () => catchUp(peer));
	yield atMost(`catching up on ${CHANGES.toLocaleString('en')} changes`, changes, ' ms', 200, how);
	peer.stop();
	await server.stop();
}

async function timed(work: () => Promise<unknown>, count = TIMES): Promise<number[]> {
	const times: number[] = [];
	for (let time = 0; time < count; time++) {
		const begun = performance.now();
		await work();
		times.push(performance.now() - begun);
	}

	return times;
}

/** @throws Error if the server refuses, or does not answer with a list of messages */
async function asked(peer: Peer, request: object, list = 'messages'): Promise<Answer> {
	const answer = await peer.ask(request);
	if (!Array.isArray(answer[list])) throw new Error(`There is no answer: ${JSON.stringify(answer)}`);
	return answer;
}

/** Asks until something is found. */
async function search(peer: Peer, text: string): Promise<void> {
	let places: unknown = [{conversation, before: MESSAGES + 1}];
	while (Array.isArray(places) && places.length > 0) {
		const {found, left} = await asked(peer, {type: 'search', text, places}, 'found');
		if (Array.isArray(found) && found.length > 0) return;
		places = left;
	}

	throw new Error(`Nothing was found: ${text}`);
}

/** Reads all messages that have changed, page by page. */
async function catchUp(peer: Peer): Promise<void> {
	let count = 0;
	for (let from: unknown = 1; from !== undefined;) {
		const range = {conversation, since: 0, from, upTo: MESSAGES};
		const {messages, next} = await asked(peer, {type: 'changedSince', ...range});
		if (Array.isArray(messages)) count += messages.length;
		from = next;
	}

	if (count !== CHANGES) throw new Error(`${count} messages have changed.`);
}
