/** Defines what the peer layer needs of the server: requests, and relays. */
import type {Duplex} from 'node:stream';
import type {ReplyOf, RequestOf, RequestType} from '../../protocol/index.ts';
import type {Refusal} from '../../protocol/refusals.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {RelaySide} from '../link/connector.ts';

export type ServerPort = {
	/** Asks the server. `linkDown`: there is no connection to it. */
	request<T extends RequestType>(
		request: RequestOf<T>,
	): Promise<ReplyOf<T> | Refusal | {readonly linkDown: SafeText}>;
	/** Opens one side of the relay of a chat, with its one-time secret. @throws Error with the reason */
	openRelay(side: RelaySide, signal: AbortSignal): Promise<Duplex>;
};
