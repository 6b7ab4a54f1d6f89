/** `/unfriend`: ends a friendship, or withdraws the question for one. */
import {safeText} from '../../protocol/text.ts';
import {friend} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'unfriend',
	group: 'people',
	summary: safeText`end a friendship, or withdraw the question for one`,
	args: {user: friend()},
	run: ({user}, {state}) => asking(state, {type: 'unfriend', user}),
});
