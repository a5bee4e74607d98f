# A part of an answer as hashtables, lists, strings, numbers (double), booleans and nulls.
function ConvertFrom-AnswerElement($Element) {
    if ($null -eq $Element) { return }
    $type = $Element.Attribute('type')
    if ($null -eq $type) { return $Element.Value }
    switch ($type.Value) {
        'object' {
            $fields = @{}
            foreach ($child in $Element.Elements()) { $fields[$child.Name.LocalName] = ConvertFrom-AnswerElement $child }
            return $fields
        }
        'array' { return , @(foreach ($child in $Element.Elements()) { ConvertFrom-AnswerElement $child }) }
        'number' { return [double]$Element.Value }
        'boolean' { return $Element.Value -ceq 'true' }
        'null' { return }
    }
    $Element.Value
}
