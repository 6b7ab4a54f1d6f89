/** Prepares decisions: hashes and verifies passwords, hashes tokens, probes old sessions. */
import {createHash, randomBytes} from 'node:crypto';
import type {UserName} from '../../protocol/names.ts';
import {identityProof} from '../../protocol/identities.ts';
import {isRefusal, refuse, type Refusal} from '../../protocol/refusals.ts';
import {requests, type Request, type RequestOf, type RequestType} from '../../protocol/index.ts';
import type {ConnectionId} from '../chat/session.ts';
import {sessionsOf} from '../chat/people.ts';
import type {Asker, Facts, LogReader, Moment} from '../chat/rule.ts';
import {administratorOf} from '../chat/roles.ts';
import {targetOf} from '../chat/changes/rules.ts';
import {targetFault} from '../chat/administration/rules.ts';
import {signUpFault} from '../chat/accounts/rules.ts';
import {accountName, blocked} from '../chat/sign-in/rules.ts';
import type {State} from '../chat/state.ts';
import type {QuotaName} from '../net/limits.ts';
import type {RateLimiter} from '../net/rate-limiter.ts';
import {PAID_AHEAD} from '../net/relay.ts';
import {MAX_RELAYS, type Relays} from '../net/relays.ts';
import type {Store} from '../store/store.ts';
import type {Blobs} from '../uploads/blobs.ts';
import type {Transfers} from '../uploads/transfers.ts';
import type {Probes} from './probes.ts';
import {readableCode} from '../auth/readable-code.ts';
import {provenIdentity} from '../auth/identity.ts';
import type {Applicant, Passwords} from '../auth/passwords.ts';

export type PreparedFacts = Pick<
	Facts,
	'presented' | 'matched' | 'newPassword' | 'oneTimePassword' | 'alive' | 'identity' | 'target'
>;

export type Tools = {
	state: State;
	logs: LogReader;
	passwords: Passwords;
	probes: Pick<Probes, 'isAlive'>;
	relays: Pick<Relays, 'isFull'>;
	transfers: Pick<Transfers, 'isFull'>;
	blobs: Pick<Blobs, 'has'>;
	store: Pick<Store, 'hasRoomFor' | 'journal'>;
	limiter: Pick<RateLimiter, 'take'>;
	moment: () => Moment;
	/** For whom hashes are computed. */
	applicant: Applicant;
	/** Charges a quota before the work. @returns a refusal if it is used up */
	spend: (quota: QuotaName) => Refusal | undefined;
};

/** Groups of a one-time password: 59 bits. */
const ONE_TIME_GROUPS = 3;

type Preparation<T extends RequestType> = (
	tools: Tools,
	asker: Asker,
	request: RequestOf<T>,
) => PreparedFacts | Refusal | Promise<PreparedFacts | Refusal>;

/** Hashes a token: the server stores and compares hashes only. */
export function tokenHash(token: string): string {
	return createHash('sha256').update(token).digest('base64url');
}

export function newToken(): string {
	return randomBytes(32).toString('base64url');
}

/** Probes the user's screens on other devices; not when there is room for another, or when the only one is to be taken over anyway. */
async function alive(
	{state, probes, moment}: Tools,
	user: UserName,
	entrance: RequestOf<'resume'> | RequestOf<'signIn'>,
) {
	const {screens: most} = moment().policy;
	const isTaken = entrance.takeOver === true && most === 1; // whoever it is
	if (entrance.as === 'script' || isTaken) return new Set<ConnectionId>();
	const screens = sessionsOf(state, user).filter(
		({as, device}) => as === 'screen' && device !== entrance.device,
	);
	if (screens.length < most) return new Set<ConnectionId>();
	const answers = await Promise.all(
		screens.map(async ({connection}) => ((await probes.isAlive(connection)) ? [connection] : [])),
	);
	return new Set(answers.flat());
}

/** Resolves when the state knows what other servers have recorded so far: an account, a password or a token may be a moment old. */
async function isCurrent({store}: Tools): Promise<void> {
	return new Promise(resolve => store.journal.turn(resolve));
}

/** Verifies the password, and hashes it anew if the stored hash has another cost; where that takes too long, the next time. */
const signIn: Preparation<'signIn'> = async (tools, asker, request) => {
	const {state, passwords, applicant} = tools;
	await isCurrent(tools);
	const block = blocked(state, request.user, asker.address, tools.moment());
	if (block) return block;
	const user = accountName(request.user) as UserName; // if it is not a valid name, no account is found
	const known = () => state.accounts.byName.get(user)?.password;
	const stored = known();
	const right = await passwords.verify(request.password, stored, applicant);
	if (isRefusal(right)) return right;
	if (!right || stored === undefined) return {};
	const chosen = newPasswordOf(tools, user, request);
	if (isRefusal(chosen)) return chosen;
	const found = {matched: stored, alive: await alive(tools, user, request)};
	const wanted = chosen ?? (passwords.needsRehash(stored) ? request.password : undefined);
	const fresh = wanted === undefined ? undefined : await passwords.hash(wanted, applicant);
	if (chosen !== undefined && isRefusal(fresh)) return fresh;
	if (known() !== stored) return signIn(tools, asker, request); // another device signed in meanwhile, and its hash is kept
	return typeof fresh === 'string' ? {...found, newPassword: fresh} : found;
};

/** @returns the password chosen in place of a one-time password, or its fault; undefined where none is to be hashed */
function newPasswordOf(
	{state, passwords}: Tools,
	user: UserName,
	{password, newPassword}: RequestOf<'signIn'>,
): string | Refusal | undefined {
	if (newPassword === undefined || !state.administration.oneTime.has(user)) return undefined;
	if (newPassword === password) return refuse('passwordUnchanged');
	return passwords.fault(user, newPassword) ?? newPassword;
}

const preparations: {[T in RequestType]?: Preparation<T>} = {
	signIn,
	async resume(tools, _asker, request) {
		await isCurrent(tools);
		const presented = tokenHash(request.token);
		const user = tools.state.signIns.tokens.get(presented)?.user;
		return {presented, ...(user === undefined ? {} : {alive: await alive(tools, user, request)})};
	},
	async signUp({state, passwords, moment, applicant, spend}, {address}, request) {
		const fault =
			signUpFault(state, address, request, moment()) ??
			passwords.fault(accountName(request.user), request.password) ??
			spend('signUps');
		if (fault) return fault;
		const newPassword = await passwords.hash(request.password, applicant);
		return isRefusal(newPassword) ? newPassword : {newPassword};
	},
	async changePassword({state, passwords, moment, applicant, spend}, {session, address}, request) {
		if (!session) return {};
		const block = blocked(state, session.user, address, moment());
		if (block) return block;
		const fault = passwords.fault(session.user, request.new) ?? spend('passwordChanges');
		if (fault) return fault;
		const matched = state.accounts.byName.get(session.user)?.password;
		const right = await passwords.verify(request.old, matched, applicant);
		if (isRefusal(right)) return right;
		if (!right) return {};
		const newPassword = await passwords.hash(request.new, applicant);
		return isRefusal(newPassword) ? newPassword : {matched, newPassword};
	},
	registerIdentity({state}, {session, connection}, {certificate, signature}) {
		const nonce = state.nonces.get(connection);
		if (!session || nonce === undefined) return refuse('badIdentity');
		const proof = identityProof(state.serverInfo.store, session.user, nonce);
		const identity = provenIdentity(certificate, proof, signature);
		return identity ? {identity} : refuse('badIdentity');
	},
	/** Reads the message that is to be changed: the state has no texts. */
	async change({state, logs}, {session}, request) {
		if (!session) return {};
		const sequence = targetOf(state, session.user, request);
		if (typeof sequence === 'object') return {}; // the rule refuses, or it answers a repeated change
		const [target] = await logs.stretch(request.conversation, sequence + 1, sequence);
		return target ? {target} : {};
	},
	/** Makes a one-time password, for those alone who may reset one. */
	async resetPassword({state, passwords, applicant, spend}, asker, request) {
		const by = administratorOf(state, asker, requests.resetPassword.by);
		if (isRefusal(by)) return by;
		const fault = targetFault(state, by, request.user) ?? spend('administration');
		if (fault) return fault;
		const oneTimePassword = readableCode(ONE_TIME_GROUPS);
		const newPassword = await passwords.hash(oneTimePassword, applicant);
		return isRefusal(newPassword) ? newPassword : {newPassword, oneTimePassword};
	},
	offerUpload: ({store}, _asker, {size}) => (store.hasRoomFor(size) ? {} : refuse('diskFull')),
	/** Looks whether the file is there, so that a missing one is refused in a sentence; the rule says whether the user may know. */
	async requestFile({state, blobs}, _asker, {conversation, sequence}) {
		const file = state.files.at(conversation, sequence);
		const isThere = !file || (await blobs.has(file.sha256, file.size));
		if (isThere === undefined) return refuse('filesAway');
		return isThere ? {} : refuse('noSuchFile');
	},
	/** Checks whether there is room for it before the ticket is used up. */
	openTransfer: ({transfers}, _asker, {ticket}) =>
		transfers.isFull ? refuse('transfersFull') : {presented: tokenHash(ticket)},
	/** Checks the limits of relays before the secret is used up, and charges the account for the first bytes. */
	openRelay({state, relays, limiter}, {address}, {token}) {
		const presented = tokenHash(token);
		const secret = state.privateChats.relays.get(presented);
		if (!secret) return {presented};
		if (relays.isFull(secret)) return refuse('tooManyRelays', {most: MAX_RELAYS});
		const {user} = secret;
		return limiter.take({user, address}, [{quota: 'relayed', amount: PAID_AHEAD}]) ?? {presented};
	},
};

/** Finds out facts that a rule may not find out by itself, or refuses. */
export type Prepare = (tools: Tools, asker: Asker) => Promise<PreparedFacts | Refusal>;

/** @returns the slow work that has to be done before the request can be decided; undefined when there is none */
export function preparation(request: Request): Prepare | undefined {
	const prepare = preparations[request.type] as Preparation<RequestType> | undefined; // the key is the request's own type
	return prepare && (async (tools, asker) => prepare(tools, asker, request));
}
