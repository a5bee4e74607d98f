# An answer of the engine as hashtables, lists, strings, numbers (double), booleans and nulls.
function ConvertFrom-AnswerJson($Text) {
    $bytes = [Text.Encoding]::ASCII.GetBytes($Text)
    $quotas = [Xml.XmlDictionaryReaderQuotas]::Max
    $reader = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($bytes, $quotas)
    $element = [Xml.XmlNodeType]::Element
    $open = [Collections.Generic.Stack[object]]::new()
    $root = [Collections.Generic.List[object]]::new()
    $open.Push($root)
    $null = $reader.Read()
    while (-not $reader.EOF) {
        if ($reader.NodeType -ne $element) {
            $null = $open.Pop()
            $null = $reader.Read()
            continue
        }
        $name = $reader.LocalName
        $type = $reader.GetAttribute('type')
        $container = $null
        if ($type -ceq 'object') {
            $value = $container = @{}
            $null = $reader.Read()
        } elseif ($type -ceq 'array') {
            $value = $container = [Collections.Generic.List[object]]::new()
            $null = $reader.Read()
        } else {
            $value = $reader.ReadElementContentAsString()
            if ($type -ceq 'number') { $value = [double]$value }
            elseif ($type -ceq 'boolean') { $value = $value -ceq 'true' }
            elseif ($type -ceq 'null') { $value = $null }
        }
        $parent = $open.Peek()
        if ($parent -is [hashtable]) { $parent[$name] = $value } else { $parent.Add($value) }
        if ($null -ne $container) { $open.Push($container) }
    }
    [Array]::Clear($bytes, 0, $bytes.Length)
    $root[0]
}
