/** `/chat`: a numbered chat session with somebody who is on. */
import {safeText} from '../../protocol/text.ts';
import {user} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'chat',
	aliases: ['chat_request', 'query'],
	group: 'talking',
	consequence: 'sends',
	summary: safeText`a numbered chat session with somebody who is on; then just type`,
	details: [
		safeText`Both see when it begins and ends; /sessions lists the numbers, /end ends it, /history #7 shows it again.`,
	],
	args: {user: user()},
	run: ({user}, {state}) => asking(state, {type: 'openChat', user}),
});
