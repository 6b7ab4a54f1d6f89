/** Declares what the rows of a conversation depend on. */
import type {UserName} from '../../../protocol/names.ts';
import type {Conversation, Notice} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import type {TimeStyle} from '../text/time.ts';
import type {Columns, Row} from './rows.ts';

export type Scene = {
	readonly conversation: Conversation;
	readonly columns: Columns;
	readonly me: UserName | undefined;
	readonly blocked: State['blocked'];
	readonly deleted: State['deleted'];
	readonly now: number;
	readonly style: TimeStyle & Pick<State['settings'], 'emoji'>;
	/** Id of the chosen failed message. */
	readonly failed: State['chosenFailed'];
	/** Sequence of the selected message. */
	readonly selected: number | undefined;
	/** The words that the user has searched for, while the hits are shown. */
	readonly searched: string | undefined;
	readonly first: number;
	/** The sequence of the tail. */
	readonly tail: number;
	readonly notices: ReadonlyMap<number, readonly Notice[]>;
	/** Above everything else, where the conversation has just begun. */
	readonly firstRows: readonly Row[];
};
