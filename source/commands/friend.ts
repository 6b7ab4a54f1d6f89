/** `/friend`: asks somebody to be friends. */
import {safeText} from '../../protocol/text.ts';
import {user} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'friend',
	group: 'people',
	consequence: 'sends',
	summary: safeText`ask somebody to be friends, or agree if they have asked`,
	details: [
		safeText`The question waits for whoever is offline. /unfriend takes yours back, or refuses theirs; /friends shows what waits.`,
	],
	args: {user: user()},
	run: ({user}, {state}) => asking(state, {type: 'befriend', user}),
});
