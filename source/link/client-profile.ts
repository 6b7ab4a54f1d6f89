/** Locks one client profile of an account: a device with its token, outbox and drafts. */
import path from 'node:path';
import {z} from 'zod';
import {MAX_WORD} from '../../protocol/bounds.ts';
import type {UserName} from '../../protocol/names.ts';
import type {Address} from '../../protocol/address.ts';
import type {Clock} from '../../lib/clock.ts';
import {Drafts} from './drafts.ts';
import {serverFolder, profileFolder, profileNumber} from './client-folder.ts';
import {SerialQueue} from './serial-queue.ts';
import {takeLock, type Lock} from '../../lib/lock.ts';
import {Outbox} from './outbox.ts';
import {namesIn, readJsonFile, sweep, writeJsonFile} from '../../lib/atomic-json-file.ts';
import {ClientFileError} from '../../lib/client-file-error.ts';

export const accountFile = z.strictObject({
	format: z.literal(1),
	device: z.string().max(MAX_WORD),
	token: z.string().max(MAX_WORD).optional(),
});
/** `token` lets the device sign in without a password. */
type Account = {readonly device: string; readonly token?: string | undefined};

export type ClientProfile = {
	readonly account: Account;
	readonly outbox: Outbox;
	readonly drafts: Drafts;
	/** Writes the token to disk; undefined removes it. */
	keepToken(token: string | undefined): Promise<void>;
	/** Releases the lock once everything is on disk. */
	release(): Promise<void>;
};

/** Maximum clients of one account on one machine. */
const MAX_CLIENTS = 99;

type AccountPlace = {home: string; address: Address; user: UserName};

/**
 * Locks the first free profile of the account, and moves unsent messages and drafts from other free profiles into it. So two
 * running clients never share a device, a token, an outbox or drafts, and nothing is left behind.
 * @throws ClientFileError if a file of the account is damaged
 */
export async function lockProfile(where: AccountPlace, clock: Clock): Promise<ClientProfile> {
	const {folder, lock} = await firstFree(where);
	try {
		await sweep(folder);
		const outbox = await Outbox.open(outboxFile(folder));
		const drafts = await Drafts.open(draftsFile(folder), clock);
		await adoptUnsent(where, outbox, drafts, clock);
		const account = (await readAccount(folder)) ?? {device: newDevice(clock)};
		return new LockedProfile({folder, lock, outbox, drafts, account});
	} catch (error) {
		await lock.release();
		throw error;
	}
}

/** Lists the account's devices on this machine, running or not. A script may use the token of one of them. */
export async function accountsOf(where: AccountPlace): Promise<Account[]> {
	const accounts = await Promise.all((await profilesOf(where)).map(async ({folder}) => readAccount(folder)));
	return accounts.filter(account => account !== undefined);
}

type ProfileParts = Pick<ClientProfile, 'account' | 'outbox' | 'drafts'> & {
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

	constructor({folder, lock, outbox, drafts, account}: ProfileParts) {
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

/** Tries profiles with a token first: they need no password. */
async function firstFree(where: AccountPlace): Promise<{folder: string; lock: Lock}> {
	const known = await profilesOf(where);
	const accounts = await Promise.all(known.map(async ({folder}) => readAccount(folder)));
	const resumable = known.filter((_, at) => accounts[at]?.token !== undefined).map(({folder}) => folder);
	const numbered = Array.from({length: MAX_CLIENTS}, (_, at) =>
		path.join(serverFolder(where.home, where.address), profileFolder(where.user, at + 1)),
	);
	for (const folder of new Set([...resumable, ...numbered])) {
		const lock = await lockOf(where, folder);
		if (lock) return {folder, lock};
	}

	throw new ClientFileError(
		`${MAX_CLIENTS} clients of ${where.user} run on this machine; end one of them first.`,
	);
}

/** A disk that refuses the messages leaves them in both outboxes: a message that is sent twice is stored once. */
async function moveOutbox(left: Outbox, outbox: Outbox): Promise<void> {
	try {
		await outbox.add(...left.entries());
	} catch (error) {
		if (error instanceof ClientFileError) return;
		throw error;
	}

	await left.discard();
}

async function adoptUnsent(where: AccountPlace, outbox: Outbox, drafts: Drafts, clock: Clock): Promise<void> {
	for (const {folder} of await profilesOf(where)) {
		if (!(await hasUnsent(folder))) continue;
		const lock = await lockOf(where, folder);
		if (!lock) continue; // ours, or its client runs
		try {
			const left = await Outbox.open(outboxFile(folder));
			await moveOutbox(left, outbox);
			await drafts.adopt(await Drafts.open(draftsFile(folder), clock));
		} finally {
			await lock.release();
		}
	}
}

/** Lists the profile folders of the account that exist, by their numbers. */
async function profilesOf({
	home,
	address,
	user,
}: AccountPlace): Promise<Array<{folder: string; number: number}>> {
	const parent = serverFolder(home, address);
	return (await namesIn(parent))
		.map(name => ({folder: path.join(parent, name), number: profileNumber(user, name)}))
		.filter((profile): profile is {folder: string; number: number} => profile.number !== undefined)
		.sort((a, b) => a.number - b.number);
}

async function lockOf({home}: AccountPlace, folder: string): Promise<Lock | undefined> {
	return takeLock(home, path.relative(home, folder));
}

async function hasUnsent(folder: string): Promise<boolean> {
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

/** Makes a device name that is unique within the account; it is not secret. */
function newDevice(clock: Clock): string {
	return Array.from({length: DEVICE_LENGTH}, () => Math.floor(clock.random() * 36).toString(36)).join('');
}
