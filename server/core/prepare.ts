/** Prepares decisions: hashes and verifies passwords, hashes tokens, probes old sessions. */
import {createHash, randomBytes} from 'node:crypto';
import type {UserName} from '../../protocol/names.ts';
import {identityProof} from '../../protocol/identities.ts';
import {isRefusal, refuse, type Refusal} from '../../protocol/refusals.ts';
import type {Request, RequestOf, RequestType} from '../../protocol/index.ts';
import type {ConnectionId} from '../chat/session.ts';
import {sessionsOf} from '../chat/people.ts';
import type {Asker, Facts, Moment} from '../chat/rule.ts';
import {signUpFault} from '../chat/accounts/rules.ts';
import {accountName, blocked} from '../chat/sign-in/rules.ts';
import type {State} from '../chat/state.ts';
import type {QuotaName} from '../net/limits.ts';
import type {RateLimiter} from '../net/rate-limiter.ts';
import {PAID_AHEAD} from '../net/relay.ts';
import {MAX_RELAYS, type Relays} from '../net/relays.ts';
import type {Probes} from './probes.ts';
import {provenIdentity} from '../auth/identity.ts';
import type {Applicant, Passwords} from '../auth/passwords.ts';

export type PreparedFacts = Pick<Facts, 'presented' | 'matched' | 'newPassword' | 'alive' | 'identity'>;

export type Tools = {
	state: State;
	passwords: Passwords;
	probes: Pick<Probes, 'isAlive'>;
	relays: Pick<Relays, 'isFull'>;
	limiter: Pick<RateLimiter, 'take'>;
	moment: () => Moment;
	/** For whom hashes are computed. */
	applicant: Applicant;
	/** Charges a quota before the work. @returns a refusal if it is used up */
	spend: (quota: QuotaName) => Refusal | undefined;
};

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

/** Probes the user's screens on other devices; not when they are to be taken over anyway. */
async function alive(
	{state, probes}: Tools,
	user: UserName,
	entrance: RequestOf<'resume'> | RequestOf<'signIn'>,
) {
	if (entrance.as === 'script' || entrance.takeOver === true) return new Set<ConnectionId>();
	const screens = sessionsOf(state, user).filter(
		({as, device}) => as === 'screen' && device !== entrance.device,
	);
	const answers = await Promise.all(
		screens.map(async ({connection}) => ((await probes.isAlive(connection)) ? [connection] : [])),
	);
	return new Set(answers.flat());
}

/** Verifies the password, and hashes it anew if the stored hash has another cost; where that takes too long, the next time. */
const signIn: Preparation<'signIn'> = async (tools, asker, request) => {
	const {state, passwords, applicant} = tools;
	const block = blocked(state, request.user, asker.address, tools.moment());
	if (block) return block;
	const user = accountName(request.user) as UserName; // if it is not a valid name, no account is found
	const known = () => state.accounts.byName.get(user)?.password;
	const stored = known();
	const right = await passwords.verify(request.password, stored, applicant);
	if (isRefusal(right)) return right;
	if (!right || stored === undefined) return {};
	const found = {matched: stored, alive: await alive(tools, user, request)};
	const fresh = passwords.needsRehash(stored) ? await passwords.hash(request.password, applicant) : undefined;
	if (known() !== stored) return signIn(tools, asker, request); // another device signed in meanwhile, and its hash is kept
	return typeof fresh === 'string' ? {...found, newPassword: fresh} : found;
};

const preparations: {[T in RequestType]?: Preparation<T>} = {
	signIn,
	async resume(tools, _asker, request) {
		const presented = tokenHash(request.token);
		const user = tools.state.signIns.tokens.get(presented)?.user;
		return {presented, ...(user === undefined ? {} : {alive: await alive(tools, user, request)})};
	},
	async signUp({state, passwords, moment, applicant, spend}, _asker, request) {
		const fault =
			signUpFault(state, request, moment()) ??
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
