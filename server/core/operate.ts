/** Carries out requests of the operator: prepare → decide, in a turn → commit → announce, without a connection. */
import type {RequestFrame} from '../../protocol/frames.ts';
import {requests, type ReplyOf, type RequestOf, type RequestType} from '../../protocol/index.ts';
import {isRefusal, refuse, type Refusal} from '../../protocol/refusals.ts';
import type {Asker} from '../chat/rule.ts';
import type {Store} from '../store/store.ts';
import type {CommitLog} from './commit-log.ts';
import type {Decider} from './decider.ts';
import type {Dispatcher} from './dispatch.ts';
import {LongQueries} from './long-queries.ts';
import {MessageOrder} from './message-order.ts';
import {preparation, type Tools} from './prepare.ts';

type Parts = {
	store: Store;
	commitLog: CommitLog;
	decider: Decider;
	dispatcher: Pick<Dispatcher, 'isStopping'>;
	tools: Omit<Tools, 'applicant' | 'spend'>;
};

/** No connection has this number. */
const NO_CONNECTION = 0;
const ASKER: Asker = {connection: NO_CONNECTION, address: '', session: undefined, isOperator: true};

/** Returns the function that carries out a request as the operator; it resolves when that is durable and was announced. */
export function operatorOf({store, commitLog, decider, dispatcher, tools}: Parts) {
	const queries = new LongQueries();
	return async <T extends RequestType>(request: RequestOf<T>): Promise<ReplyOf<T> | Refusal> => {
		if (!('by' in requests[request.type]))
			throw new Error(`${request.type} is not a request of the operator`);
		const frame = {...request, id: 0} as unknown as RequestFrame; // the request, with the id that nobody reads
		const applicant = {network: '', isWanted: () => true};
		const prepared = await preparation(frame)?.({...tools, applicant, spend: () => undefined}, ASKER);
		if (prepared && isRefusal(prepared)) return prepared;
		const made = await commitLog.takeTurn(() => {
			if (dispatcher.isStopping) return refuse('stopping');
			const decision = decider.decide(new MessageOrder(), ASKER, frame, prepared ?? {});
			if (isRefusal(decision)) return decision;
			const outgoing = commitLog.commit(decision.events);
			const left = new Promise<void>(onLeft => commitLog.afterDurable({...outgoing, onLeft}));
			return {left, reply: decision.reply(store.logs, queries)};
		});
		if (isRefusal(made)) return made;
		const reply = await made.reply;
		await made.left;
		return reply as ReplyOf<T> | Refusal; // the rule of this request has made it
	};
}
