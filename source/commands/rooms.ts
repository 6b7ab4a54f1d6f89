/** `/rooms`: all rooms there are. */
import {safeText} from '../../protocol/text.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'rooms',
	group: 'rooms',
	summary: safeText`all rooms, which you are in, and where you are invited`,
	run: (_args, {state}) => asking(state, {type: 'rooms'}),
});
