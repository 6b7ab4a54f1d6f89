/** One running client's part of an account on this machine: its device, its token, its outbox and drafts, under a lock. */
import path from 'node:path';
import {z} from 'zod';
import {MAX_WORD} from '../../protocol/bounds.ts';
import type {UserName} from '../../protocol/names.ts';
import type {Address} from '../../protocol/address.ts';
import type {Clock} from '../../lib/clock.ts';
import {Drafts} from './drafts.ts';
import {serverFolder, slotName, slotPlace} from './home.ts';
import {SerialQueue} from './serial-queue.ts';
import {takeLock, type Lock} from '../../lib/lock.ts';
import {Outbox} from './outbox.ts';
import {namesIn, ClientFileError, readJsonFile, sweep, writeJsonFile} from '../../lib/atomic-json-file.ts';

export const accountFile = z.strictObject({
	format: z.literal(1),
	device: z.string().max(MAX_WORD),
	token: z.string().max(MAX_WORD).optional(),
});
/** `token` lets its device come back without a password. */
export type Account = {readonly device: string; readonly token?: string | undefined};

export type ClientProfile = {
	readonly account: Account;
	readonly outbox: Outbox;
	readonly drafts: Drafts;
	/** Remembers the token, or with undefined forgets it. */
	keepToken(token: string | undefined): Promise<void>;
	/** Lets another client have the slot, once everything is on disk. */
	release(): Promise<void>;
};

/** More at once than anyone means to run. */
const MAX_CLIENTS = 99;

type Place = {home: string; address: Address; user: UserName};

/**
 * The first free slot of the account; what clients that were killed or signed out left unsent or unfinished in other free
 * slots is moved into it. So two clients of one account never share a device, a token, an outbox or drafts, and nothing is left.
 * @throws ClientFileError if a file of the account is damaged
 */
export async function lockProfile(where: Place, clock: Clock): Promise<ClientProfile> {
	const {folder, lock} = await firstFree(where);
	try {
		await sweep(folder);
		const outbox = await Outbox.open(outboxFile(folder));
		const drafts = await Drafts.open(draftsFile(folder), clock);
		await adopt(where, outbox, drafts, clock);
		const account = (await readAccount(folder)) ?? {device: newDevice(clock)};
		return new LockedProfile({folder, lock, outbox, drafts, account});
	} catch (error) {
		await lock.release();
		throw error;
	}
}

/** The account's devices on this machine, running or not, for a script that uses a token beside them. */
export async function accountsOf(where: Place): Promise<Account[]> {
	const accounts = await Promise.all((await slots(where)).map(async ({folder}) => readAccount(folder)));
	return accounts.filter(account => account !== undefined);
}

type Taken = Pick<ClientProfile, 'account' | 'outbox' | 'drafts'> & {
	readonly folder: string;
	readonly lock: Lock;
};

class LockedProfile implements ClientProfile {
	account: Account;
	readonly outbox: Outbox;
	readonly drafts: Drafts;
	private readonly folder: string;
	private readonly lock: Lock;
	private readonly writes = new SerialQueue();

	constructor({folder, lock, outbox, drafts, account}: Taken) {
		this.folder = folder;
		this.lock = lock;
		this.outbox = outbox;
		this.drafts = drafts;
		this.account = account;
	}

	async keepToken(token: string | undefined): Promise<void> {
		this.account = {device: this.account.device, token};
		await this.writes.write(() => writeJsonFile(path.join(this.folder, 'account.json'), this.account));
	}

	async release(): Promise<void> {
		await Promise.all([this.writes.settled(), this.outbox.settled(), this.drafts.settled()]);
		await this.lock.release();
	}
}

/** Those with a token come first: they need no password. */
async function firstFree(where: Place): Promise<{folder: string; lock: Lock}> {
	const known = await slots(where);
	const accounts = await Promise.all(known.map(async ({folder}) => readAccount(folder)));
	const resumable = known.filter((_, at) => accounts[at]?.token !== undefined).map(({folder}) => folder);
	const places = Array.from({length: MAX_CLIENTS}, (_, at) =>
		path.join(serverFolder(where.home, where.address), slotName(where.user, at + 1)),
	);
	for (const folder of new Set([...resumable, ...places])) {
		const lock = await lockOf(where, folder);
		if (lock) return {folder, lock};
	}

	throw new ClientFileError(
		`${MAX_CLIENTS} clients of ${where.user} run on this machine; end one of them first.`,
	);
}

/** Where the disk takes nothing, they go out all the same, and once more from where they are: what is sent twice is stored once. */
async function takeOver(left: Outbox, outbox: Outbox): Promise<void> {
	try {
		await outbox.add(...left.entries());
	} catch (error) {
		if (error instanceof ClientFileError) return;
		throw error;
	}

	await left.discard();
}

async function adopt(where: Place, outbox: Outbox, drafts: Drafts, clock: Clock): Promise<void> {
	for (const {folder} of await slots(where)) {
		if (!(await hasLeft(folder))) continue;
		const lock = await lockOf(where, folder);
		if (!lock) continue; // ours, or its client runs
		try {
			const left = await Outbox.open(outboxFile(folder));
			await takeOver(left, outbox);
			await drafts.adopt(await Drafts.open(draftsFile(folder), clock));
		} finally {
			await lock.release();
		}
	}
}

/** The folders of the account that exist, in the order of their places. */
async function slots({home, address, user}: Place): Promise<Array<{folder: string; place: number}>> {
	const parent = serverFolder(home, address);
	return (await namesIn(parent))
		.map(name => ({folder: path.join(parent, name), place: slotPlace(user, name)}))
		.filter((slot): slot is {folder: string; place: number} => slot.place !== undefined)
		.sort((a, b) => a.place - b.place);
}

async function lockOf({home}: Place, folder: string): Promise<Lock | undefined> {
	return takeLock(home, path.relative(home, folder));
}

async function hasLeft(folder: string): Promise<boolean> {
	const names = await namesIn(folder);
	return names.includes(DRAFTS) || !(await Outbox.open(outboxFile(folder))).isEmpty;
}

async function readAccount(folder: string): Promise<Account | undefined> {
	const account = await readJsonFile(path.join(folder, 'account.json'), accountFile);
	return account && {device: account.device, token: account.token};
}

function outboxFile(folder: string): string {
	return path.join(folder, 'outbox.json');
}

const DRAFTS = 'drafts.json';

function draftsFile(folder: string): string {
	return path.join(folder, DRAFTS);
}

const DEVICE_LENGTH = 12;

/** What tells this client from the account's others; it is unique, not secret. */
function newDevice(clock: Clock): string {
	return Array.from({length: DEVICE_LENGTH}, () => Math.floor(clock.random() * 36).toString(36)).join('');
}
