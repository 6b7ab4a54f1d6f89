/** A remark for which the status line is too short, in front of the transcript. */
import {Text} from 'ink';
import {remarkLines} from '../state/view/remark.ts';
import Frame from './Frame.tsx';
import {isAlike} from './is-alike.ts';
import type {PaneProps} from './pane-props.ts';
import {theme} from './theme.ts';
import {useSelect} from './use-select.ts';

export default function Remark({store, columns, rows, framed}: PaneProps) {
	const lines = useSelect(store, remarkLines, isAlike);
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
