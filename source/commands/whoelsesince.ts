/** `/whoelsesince`: the others who are on, or were at any time since then. */
import {safeText} from '../../protocol/text.ts';
import {duration} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'whoelsesince',
	group: 'people',
	summary: safeText`the others who are on, or were at any time since then`,
	args: {since: duration()},
	run: ({since}, {state}) => asking(state, {type: 'whoSince', milliseconds: since}),
});
