# A request as NUL-terminated UTF-8. The caller clears the bytes, which may hold secrets.
function ConvertTo-RequestJson($Request) {
    # Large enough for most, since a stream that grows leaves copies behind.
    $stream = [IO.MemoryStream]::new(65536)
    $encoding = [Text.UTF8Encoding]::new($false)
    $json = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonWriter($stream, $encoding, $false)
    $json.WriteStartElement('root')
    $json.WriteAttributeString('type', 'object')
    foreach ($field in $Request.GetEnumerator()) {
        $value = $field.Value
        $json.WriteStartElement($field.Key)
        if ($value -is [string]) {
            $json.WriteString($value)
        } elseif ($value -is [Collections.IDictionary]) {
            $json.WriteAttributeString('type', 'object')
            foreach ($entry in $value.GetEnumerator()) {
                # Spells any name, "ProgramFiles(x86)" too, which is none in XML.
                $json.WriteStartElement('a', 'item', 'item')
                $json.WriteAttributeString('item', $entry.Key)
                $json.WriteString($entry.Value)
                $json.WriteEndElement()
            }
        } elseif ($value -is [Collections.IEnumerable]) {
            $json.WriteAttributeString('type', 'array')
            foreach ($item in $value) { $json.WriteElementString('item', $item) }
        } else {
            $json.WriteAttributeString('type', $(if ($value -is [bool]) { 'boolean' } else { 'number' }))
            $json.WriteValue($value)
        }
        $json.WriteEndElement()
    }
    $json.WriteEndElement()
    $json.Flush()
    $stream.WriteByte(0)
    , $stream.GetBuffer()
}
