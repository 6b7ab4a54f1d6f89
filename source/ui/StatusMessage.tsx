/** Draws a status message that is too long for the status line, in front of the transcript. */
import {Text} from 'ink';
import {statusMessageLines} from '../state/view/status-message.ts';
import Frame from './Frame.tsx';
import {isAlike} from './is-alike.ts';
import type {PaneProps} from './pane-props.ts';
import {theme} from './theme.ts';
import {useSelect} from './use-select.ts';

export default function StatusMessage({store, columns, rows, framed}: PaneProps) {
	const lines = useSelect(store, statusMessageLines, isAlike);
	return (
		<Frame {...{columns, rows, framed}}>
			{lines.map((line, at) => (
				<Text key={at} wrap="truncate" color={theme.warning}>
					{line}
				</Text>
			))}
		</Frame>
	);
}
