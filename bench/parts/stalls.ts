/** Measures how long the server is held up in one piece by what it does beside chatting. */
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import type {Figure} from '../figure.ts';
import {turnFigures} from '../turn-figures.ts';
import {dataFolder, roomOf} from '../world/data-folder.ts';
import {Listeners} from '../world/listeners.ts';
import {Peer} from '../world/peer.ts';
import {person} from '../world/people.ts';
import {Senders} from '../world/senders.ts';
import {startWatchedServer, type Turn, type WatchedServer} from '../world/server.ts';

const TIMES = 3;
const CONVERSATIONS = 10_000;
const SENDERS = 100;
const MESSAGES = 200_000;
const ONLINE = 2000;
/** Texts that take longest to normalize, by the words to search for. */
const HOARD = {people: 1, messages: 1200, text: '\ufdfa'.repeat(3990)};

export async function* stalls(): AsyncGenerator<Figure> {
	yield* turnFigures('checkpoints', await checkpoints(), `${TIMES} of them, ${SENDERS} users send meanwhile`);
	const chats = `${CONVERSATIONS.toLocaleString('en')} conversations`;
	yield* turnFigures(`a sign-in with ${chats}`, await signIns(), `${TIMES} times`);
	yield* turnFigures(
		'a search',
		await searches(),
		`${TIMES} times through ${HOARD.messages.toLocaleString('en')} messages`,
	);
	const online = `a broadcast to ${ONLINE.toLocaleString('en')}`;
	yield* turnFigures(online, await broadcasts(), `${TIMES} times`);
}

async function checkpoints(): Promise<Turn[]> {
	const folder = await dataFolder({people: 10_000, messages: MESSAGES});
	return watched(folder, async (server, measured) => {
		const senders = await Senders.start(server, SENDERS);
		await senders.send({warmUp: 0, milliseconds: 2000});
		await measured(async () => {
			const before = await oldestOfJournal(folder);
			while ((await oldestOfJournal(folder)) === before) await senders.send({warmUp: 0, milliseconds: 500});
		});
		await senders.stop();
	});
}

/** Returns the position at which the oldest journal file begins: a checkpoint removes those before it. */
async function oldestOfJournal(folder: string): Promise<number> {
	const names = await readdir(path.join(folder, 'journal'));
	return Math.min(...names.map(name => Number.parseInt(name, 10)));
}

async function signIns(): Promise<Turn[]> {
	const folder = await dataFolder({people: CONVERSATIONS + 1, contacts: CONVERSATIONS});
	return watched(folder, async (server, measured) => {
		await measured(async () => {
			(await Peer.start(server, 0)).stop();
			await pause(100); // until the server has told others
		});
	});
}

async function searches(): Promise<Turn[]> {
	const folder = await dataFolder({people: 1, hoards: HOARD});
	return watched(folder, async (server, measured) => {
		const peer = await Peer.start(server, 0);
		await measured(async () => {
			const places = [{conversation: roomOf(0), before: HOARD.messages + 1}];
			await peer.ask({type: 'search', text: 'nobody has said this', places});
		});
		peer.stop();
	});
}

async function broadcasts(): Promise<Turn[]> {
	const folder = await dataFolder({people: ONLINE});
	return watched(folder, async (server, measured) => {
		const listeners = await Listeners.start(server, ONLINE);
		let count = 0;
		await measured(async () => {
			const messageId = `${person(0).device}.stalls.${count++}`;
			await listeners.tellAll({type: 'broadcast', messageId, text: 'a word to everybody'});
			await pause(100); // until all of it is on disk
		});
		await listeners.stop();
	});
}

/** Runs a server, and does a work in it: the first time for the compiler, and then with the longest turn of each time. */
async function watched(
	folder: string,
	work: (server: WatchedServer, measured: (work: () => Promise<void>) => Promise<void>) => Promise<void>,
): Promise<Turn[]> {
	const server = await startWatchedServer(folder);
	const turns: Turn[] = [];
	await work(server, async once => {
		for (let time = 0; time <= TIMES; time++) {
			await server.longestTurn(); // of what was before
			await once();
			turns.push(await server.longestTurn());
		}
	});
	await server.stop();
	return turns.slice(1);
}
