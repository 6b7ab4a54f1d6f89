/** Hashes and verifies passwords with scrypt, behind a fair semaphore: hashing shares its threads with the disk. */
import {randomBytes, scrypt, timingSafeEqual} from 'node:crypto';
import {promisify} from 'node:util';
import {refuse, type RefusalOf} from '../../protocol/refusals.ts';
import {Semaphore} from '../../lib/semaphore.ts';
import {passwordFault, type PasswordFault} from './password-fault.ts';

/** scrypt's parameters: N = 2^ln, block size, parallelism. */
type Cost = {ln: number; r: number; p: number};

/** 32 MiB and about 165 ms for each hash; OWASP names it as one of the equals of N=2^17 r=8 p=1. */
const COST: Cost = {ln: 15, r: 8, p: 3};

type PasswordOptions = {
	cost?: Cost;
	/** Hashes computed at a time, and maximum of one network that wait. */
	maxParallel?: number;
	maxWaiting?: number;
	/** Computes a hash; a test may count the calls. */
	derive?: Derive;
};

/** For whom a hash is computed: applicants of one network wait for each other; none is computed for one who has left. */
export type Applicant = {network?: string; isWanted?: () => boolean};

export type Derive = (password: Buffer, salt: Buffer, cost: Cost) => Promise<Buffer>;
type Parsed = {cost: Cost; salt: Buffer; hash: Buffer};
type Busy = RefusalOf<'busy'>;

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const MAX_MEMORY = 64 * 1024 * 1024;
/** Seconds that one hash may take on a slow machine; only for the advice when to try again. */
const SECONDS_PER_HASH = 0.25;
const PHC =
	/^\$scrypt\$ln=(?<ln>\d{1,2}),r=(?<r>\d{1,2}),p=(?<p>\d{1,2})\$(?<salt>[A-Za-z0-9+/]{22})\$(?<hash>[A-Za-z0-9+/]{43})$/;

const nodeScrypt = promisify<Buffer, Buffer, number, object, Buffer>(scrypt);
const derive: Derive = async (password, salt, {ln, r, p}) =>
	nodeScrypt(password, salt, HASH_BYTES, {N: 2 ** ln, r, p, maxmem: MAX_MEMORY});

export class Passwords {
	private readonly cost: Cost;
	private readonly derive: Derive;
	private readonly semaphore: Semaphore;
	/** Compared with the password of an unknown user, so that the answer takes as long as for a known one. */
	private readonly unknownUser: Parsed;

	constructor(options: PasswordOptions = {}) {
		this.cost = options.cost ?? COST;
		this.derive = options.derive ?? derive;
		this.semaphore = new Semaphore(options.maxParallel ?? 2, options.maxWaiting ?? 64);
		this.unknownUser = {cost: this.cost, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES)};
	}

	/** @returns the refusal of a password that this user may not have; undefined if they may */
	fault(user: string, password: string): RefusalOf<PasswordFault> | undefined {
		const fault = passwordFault(user, password);
		return fault && refuse(fault);
	}

	/** Hashes a password. @returns the PHC-style string to store, `$scrypt$ln=15,r=8,p=3$salt$hash`, or a refusal */
	async hash(password: string, applicant?: Applicant): Promise<string | Busy> {
		const salt = randomBytes(SALT_BYTES);
		const hash = await this.work(password, salt, this.cost, applicant);
		const {ln, r, p} = this.cost;
		return Buffer.isBuffer(hash) ? `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(hash)}` : hash;
	}

	/** Verifies a password. @param stored undefined for a user who does not exist */
	async verify(password: string, stored: string | undefined, applicant?: Applicant): Promise<boolean | Busy> {
		const known = stored === undefined ? undefined : parse(stored);
		const {cost, salt, hash} = known ?? this.unknownUser;
		const given = await this.work(password, salt, cost, applicant);
		return Buffer.isBuffer(given) ? timingSafeEqual(given, hash) && known !== undefined : given;
	}

	/** Whether a stored password was hashed at another cost than a new one would be. */
	needsRehash(stored: string): boolean {
		const cost = parse(stored)?.cost;
		return cost?.ln !== this.cost.ln || cost.r !== this.cost.r || cost.p !== this.cost.p;
	}

	private async work(
		password: string,
		salt: Buffer,
		cost: Cost,
		{network = '', isWanted}: Applicant = {},
	): Promise<Buffer | Busy> {
		const secret = Buffer.from(password.normalize('NFC'));
		const hash = await this.semaphore.run(network, () => this.derive(secret, salt, cost), isWanted);
		return (
			hash ?? refuse('busy', {seconds: Math.ceil(this.semaphore.roundsAhead(network) * SECONDS_PER_HASH)})
		);
	}
}

/** Whether a user file or a store may hold this as a password: well-formed, and within the server's memory limit. */
export function isPasswordHash(text: string): boolean {
	return parse(text) !== undefined;
}

function parse(text: string): Parsed | undefined {
	const {ln, r, p, salt, hash} = PHC.exec(text)?.groups ?? {};
	if (salt === undefined || hash === undefined) return undefined;
	const cost = {ln: Number(ln), r: Number(r), p: Number(p)};
	if (cost.ln < 1 || cost.r < 1 || cost.p < 1 || 128 * 2 ** cost.ln * cost.r > MAX_MEMORY / 2)
		return undefined;
	return {cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64')};
}

function base64(bytes: Buffer): string {
	return bytes.toString('base64').replaceAll('=', '');
}
