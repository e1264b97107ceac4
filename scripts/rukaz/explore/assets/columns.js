// Columns of whole numbers, as rukaz.explore.columns packs them.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.columns = (() => {
  const ARRAYS = {
    B: Uint8Array, H: Uint16Array, I: Uint32Array, b: Int8Array, h: Int16Array, i: Int32Array,
  };

  // a number stands for a column of nothing else; text is a type code and the numbers as base64
  function unpacked(column, length) {
    if (typeof column !== "string") {
      const same = new Int32Array(length);
      return column ? same.fill(column) : same;
    }
    const bytes = decoded(column.slice(1));
    return new ARRAYS[column[0]](bytes.buffer);
  }

  function decoded(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  // where each of the stretches of the given lengths starts, and where the last one ends
  function starts(lengths) {
    const found = new Int32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i++) found[i + 1] = found[i] + lengths[i];
    return found;
  }

  // how many numbers of the ascending `list` are below `value`
  function lowest(list, value) {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // how many numbers of the ascending `list` are not above `value`
  function above(list, value) {
    return lowest(list, value + 1);
  }

  return { unpacked, starts, lowest, above };
})();
