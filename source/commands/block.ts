/** `/block`: stops somebody from reaching one. */
import {safeText} from '../../protocol/text.ts';
import {user} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'block',
	group: 'people',
	summary: safeText`stop somebody from reaching you and from seeing when you are on`,
	details: [safeText`What they say in rooms is folded away.`],
	args: {user: user()},
	run: ({user}, {state}) => asking(state, {type: 'block', user}),
});
