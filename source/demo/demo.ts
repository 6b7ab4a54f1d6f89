/** Runs `chat-tui demo`: a server on a throw-away folder, three sample people, and the client, signed in as a guest. */
import {randomBytes} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {systemClock} from '../../lib/clock.ts';
import type {Address} from '../../protocol/address.ts';
import {LOBBY} from '../../protocol/names.ts';
import {startThrowAway} from '../../server/throw-away.ts';
import type {ClientOptions} from '../client/root.ts';
import type {SignedInChat} from '../library/chat.ts';
import {openChat} from '../library/open-chat.ts';
import {act, FILE} from './act.ts';
import {demoFolder} from './demo-folder.ts';
import {PEOPLE, type SamplePerson} from './sample-people.ts';
import {createTour} from './tour.ts';

const GUEST = 'guest';
/** Milliseconds between two lines that the sample people say by themselves. */
const TALK_EVERY = 45_000;
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Runs until the user quits, or a signal ends it. Then no process and no file is left.
 * @param program the file of this program
 * @param client runs the client: handed over, since the script that it stands in is not loaded twice
 * @returns the exit code
 */
export async function runDemo(
	program: string,
	client: (options: Omit<ClientOptions, 'face'>) => Promise<number>,
): Promise<number> {
	const endEarly = (): void => process.exit(1); // which removes the folder
	for (const signal of ENDING) process.on(signal, endEarly);
	const folder = await demoFolder();
	const server = await startThrowAway(path.join(folder, 'server'));
	const address: Address = {
		host: '127.0.0.1',
		port: server.port,
		...(server.fingerprint !== undefined && {fingerprint: server.fingerprint}),
	};
	const people = await Promise.all(PEOPLE.map(async person => enter(person, address, folder)));
	const stopTalking = talk(people);
	for (const signal of ENDING) process.off(signal, endEarly); // the client minds them from here on
	const code = await client({
		address,
		user: GUEST,
		password: randomBytes(12).toString('hex'),
		signUp: true,
		insecurePlaintext: false,
		lan: false,
		program,
		places: {home: path.join(folder, GUEST), data: path.join(folder, 'server')},
		suggest: createTour(),
	});
	stopTalking();
	await Promise.all(people.map(async chat => chat.close()));
	await server.stop('the demo is over');
	return code;
}

/** Makes the account and the files of a sample person, and lets them act. */
async function enter(person: SamplePerson, address: Address, folder: string): Promise<SignedInChat> {
	const home = path.join(folder, person.name);
	const files = path.join(folder, `${person.name}-files`);
	const password = randomBytes(12).toString('hex');
	const chat = await openChat(
		{
			address,
			user: person.name,
			password,
			signUp: true,
			as: 'screen',
			downloads: path.join(home, 'downloads'),
		},
		{home, clock: systemClock, notice: () => undefined},
	);
	await mkdir(files);
	await writeFile(
		path.join(files, FILE),
		`Hello! This is a file of ${person.name}, from client to client.\n`,
	);
	const offers = person.name === 'linus';
	act(chat, person, {guest: GUEST, files, offers});
	if (!offers) await chat.files.share(path.join(files, FILE));
	chat.open();
	return chat;
}

/** Lets the people greet the guest, and say something in the lobby now and then. @returns a function that ends it */
function talk(people: readonly SignedInChat[]): () => void {
	const [host] = people;
	const lines = PEOPLE.flatMap((person, at) => person.talk.map(line => ({chat: people[at], line})));
	const say = (chat: SignedInChat | undefined, line: string): void => {
		chat?.send(LOBBY, line).catch(() => undefined); // the demo is over
	};
	host?.on('joined', ({user, room}) => {
		if (user === GUEST && room === LOBBY)
			say(
				host,
				`Welcome, ${GUEST}! Nothing here is real, and all of it is gone when you quit. The last line suggests what to try.`,
			);
	});
	const timer = setInterval(() => {
		const next = lines.splice(Math.floor(Math.random() * lines.length), 1)[0];
		if (next) say(next.chat, next.line);
	}, TALK_EVERY);
	return () => clearInterval(timer);
}
