/** `/friends`: one’s friends, and what is asked and not answered yet. */
import {safeText} from '../../protocol/text.ts';
import {personText} from '../state/presence/people.ts';
import {waitingText} from '../state/dialogs/question-text.ts';
import {shortened} from '../state/chats/saying.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'friends',
	group: 'people',
	summary: safeText`your friends, who wants to be one, and whose answers are waited for`,
	run(_args, {state, me}) {
		const friends = [...state.friends].sort().flatMap(user => state.people.get(user) ?? []);
		const waiting = state.questions.filter(({kind}) => kind === 'friend');
		const lines = [
			...shortened(friends.map(person => personText(person, state.now))),
			...waiting.map(question => waitingText(question, me.user)),
		];
		return {show: lines.length > 0 ? lines : [safeText`You have no friends here yet; /friend <user> asks.`]};
	},
});
