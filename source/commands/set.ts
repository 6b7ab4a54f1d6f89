/** `/set`: changes how the program behaves. */
import {safeText} from '../../protocol/text.ts';
import {oneOf} from './arguments.ts';
import {defineCommand} from './command.ts';
import {onOff, settingNames, settings, turned} from './settings.ts';

export default defineCommand({
	name: 'set',
	group: 'the program',
	summary: safeText`change a setting: ${settingNames.join(', ')}`,
	details: [
		...settingNames.map(name => safeText`${name}: ${settings[name].about}.`),
		safeText`It stays so the next time, whoever signs in on this machine.`,
	],
	args: {name: oneOf('name', settingNames), value: onOff()},
	run: ({name, value}) => turned(name, value),
});
