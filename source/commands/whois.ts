/** `/whois`: where and how somebody can be reached. */
import {safeText} from '../../protocol/text.ts';
import {user} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'whois',
	aliases: ['query_user', 'location'],
	group: 'people',
	summary: safeText`since when somebody is on, how long idle, and where to reach them`,
	details: [safeText`The address is for friends.`],
	args: {user: user()},
	run: ({user}, {state}) => asking(state, {type: 'whois', user}),
});
