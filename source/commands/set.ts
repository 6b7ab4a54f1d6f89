/** `/set`: changes how the program behaves. */
import {safeText} from '../../protocol/text.ts';
import {oneOf} from './arguments.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'set',
	group: 'the program',
	summary: safeText`change a setting; presence: whether it is told who comes and goes`,
	args: {name: oneOf('name', ['presence']), value: oneOf('on|off', ['on', 'off'])},
	run: ({value}) => ({
		set: {presence: value === 'on'},
		show: [
			value === 'on'
				? safeText`It is told who comes and goes.`
				: safeText`It is no longer told who comes and goes.`,
		],
	}),
});
