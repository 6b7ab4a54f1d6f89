/** Decides on a request: asks its rule, and refuses for message order, a full disk or a used-up quota. */
import type {RequestFrame} from '../../protocol/frames.ts';
import {isRefusal, refuse} from '../../protocol/refusals.ts';
import type {RequestType} from '../../protocol/index.ts';
import type {ChatEvent} from '../chat/event.ts';
import type {Asker, Decision, Facts, Moment} from '../chat/rule.ts';
import type {Secret} from '../chat/session.ts';
import {newInviteCode} from '../auth/invite-code.ts';
import {decide} from '../chat/index.ts';
import type {State} from '../chat/state.ts';
import type {RateLimiter} from '../net/rate-limiter.ts';
import {needsRoom} from './commit-log.ts';
import {costs, payer} from './costs.ts';
import type {MessageOrder} from './message-order.ts';
import {newToken, tokenHash, type PreparedFacts} from './prepare.ts';
import type {Space} from './space.ts';

type Parts = {
	state: State;
	space: Space;
	limiter: RateLimiter;
	moment: () => Moment;
};

/** Requests whose rules need fresh secrets. */
const NEED_SECRETS: ReadonlySet<RequestType> = new Set([
	'identityNonce',
	'invitePrivate',
	'answerPrivate',
	'renewRelay',
	'offerUpload',
	'requestFile',
]);
const NO_SECRET: Secret = {secret: '', hash: ''};
const NO_SECRETS: Facts['secrets'] = [NO_SECRET, NO_SECRET];

function newSecret(): Secret {
	const secret = newToken();
	return {secret, hash: tokenHash(secret)};
}

export class Decider {
	private readonly parts: Parts;

	constructor(parts: Parts) {
		this.parts = parts;
	}

	/** Decides on a request. @param order of the messages of the asker's session */
	decide(
		order: MessageOrder,
		asker: Asker,
		frame: RequestFrame,
		prepared?: PreparedFacts,
	): Decision<RequestType> {
		const putOff = order.refusal(frame);
		if (putOff) return putOff;
		const decision = this.evaluate(asker, frame, prepared);
		order.note(frame, decision);
		return decision;
	}

	private evaluate(asker: Asker, frame: RequestFrame, prepared?: PreparedFacts): Decision<RequestType> {
		const {state, space} = this.parts;
		const full = space.isFull;
		const decision = decide(state, asker, frame, this.factsFor(frame, full, prepared));
		if (isRefusal(decision)) return decision;
		const {events} = decision;
		if (events.length === 0) return decision;
		if (full && needsRoom(events) && frame.type !== 'signOut') return refuse('diskFull');
		return this.charge(asker, events) ?? decision;
	}

	private factsFor({type}: RequestFrame, full: boolean, prepared?: PreparedFacts): Facts {
		const {now, uptime, policy, servers, isStoring} = this.parts.moment();
		const facts: Facts = {
			now,
			uptime,
			policy,
			servers,
			isStoring,
			full,
			token: '',
			tokenHash: '',
			inviteCode: '',
			secrets: NO_SECRETS,
		};
		if (type === 'makeInviteCode') facts.inviteCode = newInviteCode();
		if (NEED_SECRETS.has(type)) facts.secrets = [newSecret(), newSecret()];
		if (!prepared) return facts;
		if (prepared.matched !== undefined || prepared.newPassword !== undefined) {
			facts.token = newToken();
			facts.tokenHash = tokenHash(facts.token);
		}

		return {...facts, ...prepared};
	}

	/** Charges quotas; the operator has none. */
	private charge(asker: Asker, events: readonly ChatEvent[]) {
		if (asker.isOperator) return undefined;
		const {state, limiter} = this.parts;
		return limiter.take(payer(asker, events), costs(state, events));
	}
}
