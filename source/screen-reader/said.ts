/** Declares what was said so far, and a part of what is said next. */
import type {ConversationId} from '../../protocol/names.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {State} from '../state/model/state.ts';

/**
 * What was said so far. `shown`: up to which sequence the messages of each conversation were said while it was open; `heard`: up to which
 * those of the others were announced.
 */
export type Said = {
	readonly state: State;
	readonly shown: ReadonlyMap<ConversationId, number>;
	readonly heard: ReadonlyMap<ConversationId, number>;
};

/** Says a part of what has changed since; each part says it once. */
export type Part = (said: Said, state: State) => {readonly lines: readonly SafeText[]} & Partial<Said>;
