# Whether a value is a number of any kind.
function Test-Number($Value) {
    $Value -is [ValueType] -and [int][Type]::GetTypeCode($Value.GetType()) -in 5..15 -and $Value -isnot [enum]
}
