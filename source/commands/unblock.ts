/** `/unblock`: lets somebody reach one again. */
import {safeText} from '../../protocol/text.ts';
import {blockedUser} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'unblock',
	group: 'people',
	summary: safeText`let somebody reach you again`,
	args: {user: blockedUser()},
	run: ({user}, {state}) => asking(state, {type: 'unblock', user}),
});
