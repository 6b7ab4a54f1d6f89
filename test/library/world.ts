/** Programs that use the library against a real server in this process, over real sockets. */
import {mkdir, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import type {RunningServer} from '../../server/running-server.ts';
import {startServer} from '../../server/server.ts';
import type {ChatEvent} from '../../source/library/api.ts';
import type {SignedInChat} from '../../source/library/chat.ts';
import {openChat} from '../../source/library/open-chat.ts';
import {skippingClock} from '../harness/skipping-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';

const CHEAP = {ln: 4, r: 8, p: 1};
type EventOf<T extends ChatEvent['type']> = Extract<ChatEvent, {readonly type: T}>;

/** A program that has signed in, and all that it was told. */
type Program = {
	readonly chat: SignedInChat;
	readonly told: ChatEvent[];
	heard<T extends ChatEvent['type']>(type: T): Array<EventOf<T>>;
	/** Waits until so many events of the type were told. @returns the last of them */
	hears<T extends ChatEvent['type']>(type: T, count?: number): Promise<EventOf<T>>;
};

export class World {
	/** Of the links, and of the time that others may take. */
	readonly clock = skippingClock();
	readonly patience = skippingClock();
	private readonly folder: string;
	private server: RunningServer | undefined;
	private port = 0;

	private constructor(folder: string) {
		this.folder = folder;
	}

	/** Starts a server; it is stopped after the test. */
	static async begin(): Promise<World> {
		const world = new World(await temporaryFolder());
		await world.start();
		onTestFinished(() => world.stop());
		return world;
	}

	get address(): string {
		return `127.0.0.1:${this.port}`;
	}

	async start(): Promise<void> {
		this.server = await startServer({
			folder: join(this.folder, 'server'),
			host: '127.0.0.1',
			port: this.port,
			plaintext: false,
			policy: DEFAULT_POLICY,
			write: () => undefined,
			passwords: new Passwords({cost: CHEAP}),
		});
		this.port = this.server.port;
	}

	async stop(): Promise<void> {
		await this.server?.stop('the test wants it');
	}

	/** Makes a folder that is no client's own. */
	async folderOf(name: string): Promise<string> {
		const folder = join(this.folder, name);
		await mkdir(folder);
		return folder;
	}

	home(user: string): string {
		return join(this.folder, user);
	}

	/** Signs a program in; the account is made unless it is there. */
	async enters(
		user: string,
		{as = 'script', password = passwordOf(user)}: {as?: 'script' | 'screen'; password?: string} = {},
	): Promise<Program> {
		const wishes = {address: parseAddress(this.address)!, user, password, as};
		const home = this.home(user);
		const surroundings = {home, clock: this.clock, patience: this.patience, notice: () => undefined};
		const downloads = join(home, 'downloads');
		const chat = await openChat({...wishes, signUp: true, downloads}, surroundings).catch(
			async (error: unknown) => {
				if ((error as {code: string}).code !== 'nameTaken') throw error;
				return openChat({...wishes, downloads}, surroundings);
			},
		);
		onTestFinished(() => chat.close());
		const told: ChatEvent[] = [];
		void listen(chat, told);
		chat.open();
		const heard: Program['heard'] = type =>
			told.filter((event): event is EventOf<typeof type> => event.type === type);
		return {
			chat,
			told,
			heard,
			async hears(type, count = 1) {
				await until(() => heard(type).length >= count);
				return heard(type)[count - 1]!;
			},
		};
	}

	/** Two programs in the place of their users' screens, who are friends. */
	async friends(): Promise<{alice: Program; bob: Program}> {
		const alice = await this.enters('alice', {as: 'screen'});
		const bob = await this.enters('bob', {as: 'screen'});
		await alice.chat.friends.add('bob');
		await (await bob.hears('friendRequest')).accept();
		await alice.hears('friend');
		return {alice, bob};
	}
}

function passwordOf(user: string): string {
	return `${user}-correct-horse`;
}

async function listen(chat: SignedInChat, told: ChatEvent[]): Promise<void> {
	for await (const event of chat.events()) told.push(event);
}

/** Removes the keys by which others know the users of a client, as a new machine has none. */
export async function forgetIdentity(home: string): Promise<void> {
	const names = await readdir(home, {recursive: true});
	const keys = names.filter(name => name.includes('identity-'));
	if (keys.length === 0) throw new Error(`There is no key in ${home}.`);
	for (const name of keys) await rm(join(home, name));
}
