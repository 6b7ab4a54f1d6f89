/** `/unfriend`: ends a friendship, refuses one, or takes the question for one back. */
import {safeText} from '../../protocol/text.ts';
import {friendQuestion} from '../state/dialogs/questions.ts';
import {friend} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'unfriend',
	group: 'people',
	consequence: 'ends',
	summary: safeText`end a friendship, refuse one, or take your question back`,
	args: {user: friend()},
	run: ({user}, {state}) =>
		asking(
			state,
			friendQuestion(state, user)?.from === user
				? {type: 'answerQuestion', kind: 'friend', from: user, accept: false}
				: {type: 'unfriend', user},
		),
});
