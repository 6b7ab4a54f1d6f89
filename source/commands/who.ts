/** `/who`: who is on, and for how long they have done nothing. */
import {safeText} from '../../protocol/text.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'who',
	aliases: ['whoison', 'online'],
	group: 'people',
	summary: safeText`who is on, with how long idle`,
	run: (_args, {state}) => asking(state, {type: 'who'}),
});
