/** Suggests what to try next in the demo, and goes on once it is done. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {State} from '../state/model/state.ts';

type Stop = {
	readonly suggestion: SafeText;
	/** Whether it was done. A line that was typed stands among those that the arrow keys bring back. */
	readonly isDone: (state: State) => boolean;
};

const typed = (line: RegExp) => (state: State) => state.recall.lines.some(each => line.test(each));
const opened = (type: string) => (state: State) => state.dialogs.some(dialog => dialog.type === type);

const STOPS: readonly Stop[] = [
	{suggestion: safeText`type hello, and press Enter`, isDone: typed(/^[^/]/)},
	{suggestion: safeText`/msg ada hi: ✓✓ says that ada has it`, isDone: typed(/^\/msg ada\b/)},
	{suggestion: safeText`/who: everybody who is here`, isDone: typed(/^\/who/)},
	{suggestion: safeText`/friend grace: friends share files`, isDone: ({friends}) => has(friends, 'grace')},
	{suggestion: safeText`/files grace: what she shares`, isDone: typed(/^\/files grace/)},
	{suggestion: safeText`/get grace welcome.txt`, isDone: typed(/^\/get grace/)},
	{
		suggestion: safeText`/private linus: no server can read it`,
		isDone: ({privateChats}) =>
			[...privateChats].some(([user, {status}]) => user === 'linus' && status === 'open'),
	},
	{suggestion: safeText`/stopprivate linus ends it`, isDone: typed(/^\/stopprivate/)},
	{suggestion: safeText`/join #tea makes a room`, isDone: typed(/^\/join #?tea/)},
	{suggestion: safeText`/invite ada asks her into it`, isDone: typed(/^\/invite ada/)},
	{suggestion: safeText`Ctrl-G goes to a chat by its name`, isDone: opened('jump')},
	{suggestion: safeText`Ctrl-F searches what was said`, isDone: opened('search')},
	{suggestion: safeText`/help: all commands`, isDone: ({help}) => help !== undefined},
];
const LAST = safeText`Ctrl-Q ends the demo; nothing stays behind`;

function has(users: ReadonlySet<string>, user: string): boolean {
	return users.has(user);
}

/** Makes a tour from its beginning. What was done before its turn is not suggested. */
export function createTour(): (state: State) => SafeText {
	const left = [...STOPS];
	return state => {
		const done = left.filter(({isDone}) => isDone(state));
		for (const stop of done) left.splice(left.indexOf(stop), 1);
		return left[0]?.suggestion ?? LAST;
	};
}
