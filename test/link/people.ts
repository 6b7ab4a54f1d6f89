/** People with a client of their own: a link in a fresh home, everything it told, and ways to wait for it. */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import {directConversation, userName, type ConversationId, type UserName} from '../../protocol/names.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Address} from '../../protocol/address.ts';
import type {Refusal} from '../../protocol/refusals.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {Credentials} from '../../source/state/model/credentials.ts';
import {Link} from '../../source/link/link.ts';
import type {LinkEvent, OutboxEntry} from '../../source/state/model/link.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {until} from '../harness/until.ts';
import {FakeServer, type FakeServerOptions} from './fake-server.ts';

export const alice = userName('alice')!;
export const bob = userName('bob')!;
export const aliceAndBob = directConversation(alice, bob);
export const PASSWORD = 'correct horse';

type LinkOptions = ConstructorParameters<typeof Link>[0];

/** A folder that is gone after the test. */
export async function freshFolder(): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'chat-'));
	onTestFinished(async () => rm(folder, {recursive: true, force: true}));
	return folder;
}

/** A server that knows alice and bob, and is gone after the test. */
export async function server(options?: FakeServerOptions): Promise<FakeServer> {
	const fake = await FakeServer.start(options);
	fake.register('alice', PASSWORD);
	fake.register('bob', PASSWORD);
	onTestFinished(async () => fake.close());
	return fake;
}

export function testClock(): Clock & {advance(milliseconds: number): void} {
	return {...manualClock(), random: () => 0.5};
}

type Typed = {readonly user: string; readonly password: string};

export type Person = {
	readonly link: Link;
	readonly events: LinkEvent[];
	readonly home: string;
	readonly clock: ReturnType<typeof testClock>;
	readonly told: <T extends LinkEvent['type']>(type: T) => Array<Extract<LinkEvent, {type: T}>>;
	/** Waits until this many events of the type were told. */
	readonly hears: (type: LinkEvent['type'], count?: number) => Promise<void>;
	/** Each makes one attempt: what the server replied, or why it failed. */
	readonly signIn: (address: Address, fields: Typed) => Promise<SignedIn | Refusal | SafeText>;
	readonly signUp: (address: Address, fields: Typed) => Promise<SignedIn | Refusal | SafeText>;
	readonly resume: (
		address: Address,
		user: string,
		takeOver?: boolean,
	) => Promise<SignedIn | Refusal | SafeText>;
	/** The newest status of the link. */
	readonly status: () => string | undefined;
	/** Why the link waited, each time. */
	readonly reasons: () => string[];
	/** Waits out the pause before the next attempt. */
	readonly comesBack: () => Promise<void>;
};

/** A person's client: its home is new unless given, its clock stands still until advanced. */
export async function person(options: Partial<LinkOptions> = {}): Promise<Person> {
	const home = options.home ?? (await freshFolder());
	const clock = testClock();
	const events: LinkEvent[] = [];
	const link = new Link({clock, ...options, home, dispatch: event => events.push(event)});
	onTestFinished(async () => link.close());
	const told: Person['told'] = type =>
		events.filter((event): event is Extract<LinkEvent, {type: typeof type}> => event.type === type);
	const enter = async (credentials: Credentials): Promise<SignedIn | Refusal | SafeText> => {
		const before = events.length;
		await link.signIn(credentials);
		for (const event of events.slice(before)) {
			if (event.type === 'signedIn') return event.reply;
			if (event.type === 'signInFailed') return event.problem;
		}
		throw new Error('Nothing was told of the attempt.');
	};
	const status = () => told('linkChanged').at(-1)?.link.status;
	return {
		link,
		events,
		home,
		clock,
		told,
		signIn: async (address, fields) => enter({kind: 'signIn', address, ...fields}),
		signUp: async (address, fields) => enter({kind: 'signUp', address, ...fields}),
		resume: async (address, user, takeOver = false) => enter({kind: 'resume', address, user, takeOver}),
		status,
		reasons: () => told('linkChanged').map(({link}) => ('reason' in link ? link.reason : '')),
		async hears(type, count = 1) {
			await until(() => told(type).length >= count);
		},
		async comesBack() {
			const before = told('signedIn').length;
			await until(() => {
				if (status() === 'waiting') clock.advance(30_000);
				return told('signedIn').length > before;
			});
		},
	};
}

/** A person who is signed in as `user`, at a server whose key came with the join line. */
export async function signedIn(
	fake: FakeServer,
	user: UserName,
	options: Partial<LinkOptions> = {},
): Promise<Person> {
	const someone = await person(options);
	const reply = await someone.signIn(joinAddress(fake), {user, password: PASSWORD});
	if (typeof reply === 'string' || !('people' in reply))
		throw new Error(`not signed in: ${JSON.stringify(reply)}`);
	return someone;
}

export function joinAddress({address, fingerprint}: FakeServer) {
	return {...address, fingerprint};
}

let counter = 0;

/** A message to send; every one has an id of its own. */
export function entry(text: string, conversation: ConversationId = aliceAndBob): OutboxEntry {
	return {id: `aliceslaptop.start.${++counter}`, conversation, text, at: counter};
}
