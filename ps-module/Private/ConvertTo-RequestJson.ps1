# A request as NUL-terminated UTF-8. The caller clears the bytes, which may hold secrets.
function ConvertTo-RequestJson($Request) {
    # Large enough for most, since a stream that grows leaves copies behind.
    $stream = [IO.MemoryStream]::new(16384)
    $json = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonWriter($stream)
    $json.WriteStartElement('root')
    $json.WriteAttributeString('type', 'object')
    foreach ($field in $Request.Keys) {
        $value = $Request[$field]
        if ($value -is [string]) {
            $json.WriteElementString($field, $value)
        } elseif ($value -is [Collections.IDictionary]) {
            # Two texts, each written by one call. By accessors: a variable named Count would stand in for the property.
            $texts = [string[]]::new($value.get_Count())
            $value.get_Keys().CopyTo($texts, 0)
            $json.WriteElementString("${field}_names", [string]::Join("`0", $texts))
            $value.get_Values().CopyTo($texts, 0)
            $json.WriteElementString("${field}_values", [string]::Join("`0", $texts))
        } else {
            $json.WriteStartElement($field)
            if ($value -is [Collections.IEnumerable]) {
                $json.WriteAttributeString('type', 'array')
                foreach ($item in $value) { $json.WriteElementString('item', $item) }
            } else {
                $json.WriteAttributeString('type', $(if ($value -is [bool]) { 'boolean' } else { 'number' }))
                $json.WriteValue($value)
            }
            $json.WriteEndElement()
        }
    }
    $json.WriteEndElement()
    $json.Flush()
    $stream.WriteByte(0)
    , $stream.GetBuffer()
}
