/** `/busy`: one takes no chats or invitations. */
import {safeText} from '../../protocol/text.ts';
import {present} from './present.ts';
import {optional, text} from './arguments.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'busy',
	group: 'yourself',
	summary: safeText`you take no chats and no invitations`,
	args: {text: optional(text())},
	run: ({text}, context) => present(context, 'busy', text),
});
