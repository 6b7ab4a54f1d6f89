/** `/friends`: one’s friends, and who has not answered yet. */
import {safeText} from '../../protocol/text.ts';
import {personText} from '../state/people.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'friends',
	group: 'people',
	summary: safeText`your friends, and whose answers are waited for`,
	run(_args, {state, me}) {
		const friends = [...state.friends].sort().flatMap(user => state.people.get(user) ?? []);
		const waiting = state.questions.filter(({kind}) => kind === 'friend');
		const lines = [
			...friends.map(person => personText(person, state.now)),
			...waiting.map(({from, to}) =>
				from === me.user
					? safeText`${to} has been asked and has not answered yet`
					: safeText`${from} asks: /friend ${from} agrees`,
			),
		];
		return {show: lines.length > 0 ? lines : [safeText`You have no friends here yet; /friend <user> asks.`]};
	},
});
