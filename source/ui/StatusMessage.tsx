/** Draws a status message that is too long for the status line, in front of the transcript. */
import {Text} from 'ink';
import {statusMessageLines} from '../state/view/status-message.ts';
import Frame from '../../terminal/ui/Frame.tsx';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import type {State} from '../state/model/state.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {usePalette} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';

export default function StatusMessage({store, columns, rows, framed}: PaneProps<State>) {
	const {warning} = usePalette();
	const lines = useSelect(store, statusMessageLines, isAlike);
	return (
		<Frame {...{columns, rows, framed}}>
			{lines.map((line, at) => (
				<Text key={at} {...warning} wrap="truncate">
					{line}
				</Text>
			))}
		</Frame>
	);
}
