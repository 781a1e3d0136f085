import { type ComponentType, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of a page whose code is loaded when it is first shown. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return function Lazily(props: P) {
    // A component is a function, which a state's setter would call.
    const [found, setFound] = useState<{ Part: ComponentType<P> }>();
    useEffect(() => void load().then((Part) => setFound({ Part })), []);
    return found === undefined ? null : h(found.Part, props);
  };
}
