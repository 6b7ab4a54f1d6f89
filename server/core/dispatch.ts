/** Dispatches a request: gate → prepare → decide, in its turn → commit → reply and announcements when durable. */
import type {RequestFrame} from '../../protocol/frames.ts';
import {isRefusal, refuse, type Refusal} from '../../protocol/refusals.ts';
import {OPENS_STREAM, requests, type RequestType} from '../../protocol/index.ts';
import {networkOf} from '../../protocol/network.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import type {LoginThrottle} from '../auth/login-throttle.ts';
import type {ChatEvent} from '../chat/event.ts';
import type {Asker, Decision} from '../chat/rule.ts';
import {errorEntry, type Log} from '../log/log-entry.ts';
import type {RateLimiter} from '../net/rate-limiter.ts';
import type {StreamSide} from '../net/session.ts';
import type {Store} from '../store/store.ts';
import {isActivity} from './activity.ts';
import type {Client, HandleRequest} from './client.ts';
import type {CommitLog} from './commit-log.ts';
import type {ConnectionRegistry} from './connection-registry.ts';
import {payer} from './costs.ts';
import type {Decider} from './decider.ts';
import {isQuery} from './queries.ts';
import {LongQueries} from './long-queries.ts';
import {MessageOrder} from './message-order.ts';
import {outgoingTo, type Outgoing} from './outgoing.ts';
import {preparation, type Prepare, type PreparedFacts, type Tools} from './prepare.ts';

type DispatcherParts = {
	store: Store;
	registry: ConnectionRegistry;
	commitLog: CommitLog;
	decider: Decider;
	throttle: LoginThrottle;
	limiter: RateLimiter;
	tools: Omit<Tools, 'applicant' | 'spend'>;
	log: Log;
};

export class Dispatcher {
	/** While true, every request is refused. */
	isStopping = false;
	private readonly parts: DispatcherParts;
	private readonly longQueries = new LongQueries();

	constructor(parts: DispatcherParts) {
		this.parts = parts;
	}

	/**
	 * Decides and answers a request, in its turn, or when its slow work is done; never throws. Queries need no turn, but see what the
	 * client asked for before them.
	 */
	readonly dispatch: HandleRequest = (client, frame) => {
		const prepare = preparation(frame);
		const needsTurn = !prepare && !isQuery(frame);
		if (needsTurn) client.inTurn(this.turn, () => this.handle(client, frame));
		else if (client.isDeciding) client.hold(frame);
		else this.handle(client, frame, prepare);
	};

	private readonly turn = (work: () => void): void => this.parts.commitLog.turn(work);

	private handle(client: Client, frame: RequestFrame, prepare?: Prepare): void {
		const asker = this.askerOf(client);
		const refusal = this.gate(client, asker, frame) ?? this.parts.throttle.refusal(asker, frame);
		if (refusal) this.answer(client, asker, frame, refusal);
		else if (prepare) this.wait(client, frame, this.prepare(client, asker, frame, prepare));
		else this.decide(client, asker, frame);
	}

	/** Refuses a request before a greeting (after it, one that opens a stream), without a sign-in that it needs, or while the server stops. */
	private gate(client: Client, {session}: Asker, {type}: RequestFrame): Refusal | undefined {
		if (this.isStopping) return refuse('stopping');
		if (OPENS_STREAM.has(type)) return client.hasGreeted ? refuse('badRequest') : undefined;
		if (!client.hasGreeted && type !== 'hello') return refuse('helloFirst');
		client.hasGreeted = true;
		return session || 'open' in requests[type] ? undefined : refuse('notSignedIn');
	}

	/** Does the slow work before the decision, then decides in a turn. */
	private async prepare(client: Client, asker: Asker, frame: RequestFrame, prepare: Prepare): Promise<void> {
		const {throttle, limiter, registry, tools} = this.parts;
		throttle.attempted(asker, frame);
		const applicant = {network: networkOf(asker.address), isWanted: () => registry.has(client)};
		const spend: Tools['spend'] = quota => limiter.take(payer(asker), [{quota, amount: 1}]);
		const prepared = await prepare({...tools, applicant, spend}, asker);
		await this.parts.commitLog.takeTurn(() => {
			if (!registry.has(client)) {
				throttle.abandoned(asker, frame);
				return;
			}

			const now = this.askerOf(client); // signed out meanwhile, perhaps, or the server stops
			const settled = this.gate(client, now, frame) ?? prepared;
			if (isRefusal(settled)) this.answer(client, now, frame, settled);
			else this.decide(client, now, frame, settled);
		});
	}

	/** Decides, then commits. Whatever is decided, the user has been active. */
	private decide(client: Client, asker: Asker, frame: RequestFrame, prepared?: PreparedFacts): void {
		const {decider, commitLog, tools} = this.parts;
		try {
			const decision = decider.decide(client.order, asker, frame, prepared);
			if (isActivity(asker, frame)) commitLog.note(asker.connection, tools.moment().uptime);
			if (isRefusal(decision)) this.answer(client, asker, frame, decision);
			else this.commit(client, asker, frame, decision);
		} catch (error) {
			this.fail(client, frame, error);
		}
	}

	/** Commits the events, and makes the reply from the state after them. */
	private commit(
		client: Client,
		asker: Asker,
		frame: RequestFrame,
		{events, reply: makeReply}: Exclude<Decision<RequestType>, Refusal>,
	): void {
		const {store, commitLog} = this.parts;
		const outgoing = commitLog.commit(events, client.session);
		const stream = streamIn(events, frame);
		if (stream) outgoing.onLeft = () => client.session.becomeStream(stream);
		let reply: ReturnType<typeof makeReply>;
		try {
			reply = makeReply(store.logs, this.longQueries);
		} catch (error) {
			commitLog.afterDurable(outgoing); // what was committed has happened, and others hear of it
			throw error;
		}

		if (reply instanceof Promise) {
			commitLog.afterDurable(outgoing);
			this.wait(client, frame, this.answerLater(client, frame, reply));
		} else {
			this.answer(client, asker, frame, reply, outgoing);
		}

		for (const event of events) syncSession(client, frame, event);
	}

	/** Sends the reply when it is durable. @param outgoing what is sent with it */
	private answer(
		{session}: Client,
		asker: Asker,
		frame: RequestFrame,
		reply: object | Refusal,
		outgoing: Outgoing = outgoingTo(session),
	): void {
		if (isRefusal(reply)) this.parts.throttle.refused(asker, frame, reply);
		outgoing.requestId = frame.id;
		outgoing.reply = reply;
		this.parts.commitLog.afterDurable(outgoing);
	}

	/** Answers; resolves when the reply has been sent. */
	private async answerLater(
		client: Client,
		frame: RequestFrame,
		reply: object | Promise<object>,
	): Promise<void> {
		const {session} = client;
		const made = await reply;
		return new Promise(onLeft =>
			this.answer(client, this.askerOf(client), frame, made, {...outgoingTo(session), onLeft}),
		);
	}

	/** Holds up the client's other requests until the work is done. */
	private wait(client: Client, frame: RequestFrame, work: Promise<void>): void {
		client.block(work.catch(async (error: unknown) => this.failLate(client, frame, error)));
	}

	/** Handles a failure of slow work: for an unusable file the request is refused, and the client stays. */
	private async failLate(client: Client, frame: RequestFrame, error: unknown): Promise<void> {
		if (!(error instanceof UnusableFile)) {
			this.fail(client, frame, error);
			return;
		}

		this.parts.log(errorEntry(frame.type, error));
		await this.answerLater(client, frame, refuse('unusableFile'));
	}

	/** Logs a mistake of this program, and disconnects the client with a general refusal; others are unharmed. */
	private fail(client: Client, {id, type}: RequestFrame, error: unknown): void {
		this.parts.log({type: 'fault', what: type, error});
		client.drop(); // a message behind the one that failed must not get ahead of it
		client.session.answer(id, refuse('internal'));
		client.session.close();
	}

	private askerOf({session: {id, address}}: Client): Asker {
		return {connection: id, address, session: this.parts.commitLog.state.presence.sessions.get(id)};
	}
}

/** Returns what the events make of the connection that asked; undefined if it goes on with frames. */
function streamIn(events: readonly ChatEvent[], {id: requestId}: RequestFrame): StreamSide | undefined {
	const [event] = events;
	if (event?.type === 'relayOpened') return {chat: event.chat, user: event.user};
	if (event?.type !== 'transferOpened') return undefined;
	const {ticket, offer, offset, until} = event;
	const {user, size} = offer;
	const side = {ticket, requestId, user, size, until};
	return offer.direction === 'up'
		? {...side, direction: 'up'}
		: {...side, direction: 'down', sha256: offer.sha256, offset};
}

/** Notifies the session of a sign-in or sign-out by its own request. */
function syncSession(client: Client, {type}: RequestFrame, event: ChatEvent): void {
	const {session} = client;
	if (event.type === 'signedIn') {
		client.order = new MessageOrder();
		session.signedIn(type === 'resume');
	} else if (event.type === 'signedOut' && event.connection === session.id) session.signedOut();
}
